//! A screen over the record whose three forms tell the same answer.
//!
//! Decides: how a question to the record becomes a page, JSON and CSV. Must not know: any question.

use super::{Ask, around};
use crate::desk::negotiation::Answer;
use crate::view::block::{Line, Run};
use crate::web::held::Known;
use crate::web::reply::{self, Trouble, Twin};
use crate::web::{Role, aside, frame};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};
use rapporteur_export::Table;
use rapporteur_record::Record;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

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

/// How long a page waits for the record of an earlier day.
const WAIT: Duration = Duration::from_millis(400);
/// After so many seconds a browser asks again for what is not there yet.
const AGAIN: &str = "2";

impl<T: Serialize + Send + Sync + 'static> Told<T> {
    /// Answers in the form that is asked for.
    pub(super) async fn answer(self, ask: Ask) -> Result<Response, Trouble> {
        aside(move || self.made(&ask, Told::content)).await
    }

    /// As [`Told::answer`], of a page that tells more than the record: it is laid out for each who asks.
    pub(super) async fn own(self, ask: Ask) -> Result<Response, Trouble> {
        aside(move || self.made(&ask, |told, answer, known, ask| (told.show)(answer, known, ask))).await
    }

    fn made(&self, ask: &Ask, content: impl FnOnce(&Self, &Answer<T>, &Known, &Ask) -> Markup) -> Result<Response, Trouble> {
        let extent = ask.extent()?;
        let standing = ask.standing()?;
        let title = (self.title)(ask);
        let page = frame::Page { screen: self.screen, extent, dated: true, standing: Some(&standing), ..around(ask, &title, self.path) };
        if extent.as_of.is_some_and(|day| ask.twin == Twin::Page && !standing.snapshot.is_there(day, WAIT)) {
            return Ok(soon(&page));
        }
        let known = standing.snapshot.seen(extent);
        let answer = (self.ask)(&known, ask)?;
        match ask.twin {
            Twin::Csv => reply::comma_separated(&(self.table)(&answer, &known.record, ask)),
            Twin::Json => reply::json(&*answer),
            Twin::Page => {
                // Days long past are seldom asked for again.
                if extent.as_of.is_none() {
                    ask.noted(self.path);
                }
                Ok(frame::page(&page, content(self, &answer, &known, ask)).into_response())
            }
        }
    }

    /// What is shown, laid out once for all who may do the same.
    fn content(&self, answer: &Answer<T>, known: &Known, ask: &Ask) -> Markup {
        let question = format!("page {} {} {}", self.path, ask.query, ask.visitor.role >= Role::Review);
        PreEscaped(String::clone(&known.once(&question, |_| (self.show)(answer, known, ask).into_string(), |page| page.len() / 200)))
    }
}

/// A page in place of one whose record is being added up: it is asked for again by itself.
fn soon(page: &frame::Page) -> Response {
    let told = html! { p.note role="status" { "The record as it was known on that day is being added up. This page comes back by itself in a moment." } };
    ([(header::REFRESH, AGAIN)], frame::page(page, told)).into_response()
}

/// A line of the record without its looks and numbers.
pub(super) fn plain(line: &Line) -> String {
    line.iter().filter_map(|r| if let Run::Words(w, _) = r { Some(w.as_str()) } else { None }).collect()
}

/// Words as cells; what there is none of stays empty.
pub(super) fn cells(all: &[Option<&str>]) -> Vec<rapporteur_export::Cell> {
    all.iter().map(|c| rapporteur_export::Cell::from(c.unwrap_or_default())).collect()
}
