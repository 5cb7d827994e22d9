//! A screen over the record whose three forms tell the same answer.
//!
//! Decides: how a question to the record becomes a page, JSON and CSV. Must not know: any question.

use super::{Ask, around};
use crate::desk::negotiation::Answer;
use crate::view::block::{Line, Run};
use crate::web::held::Known;
use crate::web::reply::{self, Trouble, Twin};
use crate::web::{aside, frame};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use rapporteur_export::Table;
use rapporteur_record::Record;
use serde::Serialize;
use std::sync::Arc;

/// An answer that is kept with its record, or why there is none.
type Kept<T> = Result<Arc<Answer<T>>, Trouble>;

/// A screen.
pub(super) struct Told<T> {
    /// What is asked, as a heading.
    pub(super) title: fn(&Ask) -> String,
    /// Its address without the form.
    pub(super) path: &'static str,
    /// The screen that it belongs to.
    pub(super) screen: &'static str,
    /// The record, as it is known on the day that is asked for, is asked.
    pub(super) ask: fn(&Known, &Ask) -> Kept<T>,
    pub(super) show: fn(&Answer<T>, &Known, &Ask) -> Markup,
    /// The same as a table.
    pub(super) table: fn(&Answer<T>, &Record, &Ask) -> Table,
}

impl<T: Serialize + Send + Sync + 'static> Told<T> {
    /// Answers in the form that is asked for.
    pub(super) async fn answer(self, ask: Ask) -> Result<Response, Trouble> {
        aside(move || {
            let extent = ask.extent()?;
            let standing = ask.held().latest()?;
            let known = standing.snapshot.seen(extent);
            let answer = (self.ask)(&known, &ask)?;
            match ask.twin {
                Twin::Csv => reply::comma_separated(&(self.table)(&answer, &known.record, &ask)),
                Twin::Json => reply::json(&*answer),
                Twin::Page => {
                    let title = (self.title)(&ask);
                    let page = frame::Page { screen: self.screen, extent, dated: true, standing: Some(&standing), ..around(&ask, &title, self.path) };
                    Ok(frame::page(&page, (self.show)(&answer, &known, &ask)).into_response())
                }
            }
        })
        .await
    }
}

/// A line of the record without its looks and numbers.
pub(super) fn plain(line: &Line) -> String {
    line.iter().filter_map(|r| if let Run::Words(w, _) = r { Some(w.as_str()) } else { None }).collect()
}

/// Words as cells; what there is none of stays empty.
pub(super) fn cells(all: &[Option<&str>]) -> Vec<rapporteur_export::Cell> {
    all.iter().map(|c| rapporteur_export::Cell::from(c.unwrap_or_default())).collect()
}
