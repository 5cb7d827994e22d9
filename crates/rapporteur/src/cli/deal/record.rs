//! A record beside a deal.
//!
//! Decides: from which texts and which dossier a deal's record is made. Must not know: what the record tells of the deal.

use super::super::args::{AboutArgs, GatherArgs};
use super::super::negotiation::gather::gather;
use crate::outside;
use clap::Args;
use rapporteur_record::{Brief, Record, brief};
use rapporteur_store::Store;
use std::path::PathBuf;

/// Where a record comes from.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct OfRecord {
    /// Texts, folders, or records that `rapporteur read --format jsonl` wrote: what they report of the deal counts in the account of who says it.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) record: Vec<PathBuf>,
    /// A dossier, in the same way.
    #[arg(long, value_name = "FILE")]
    pub(crate) dossier: Option<PathBuf>,
    /// What you know beforehand: parties, aliases, proposals, outlets.
    #[arg(long, value_name = "FILE")]
    pub(crate) brief: Option<PathBuf>,
}

impl OfRecord {
    /// Whether a record was named at all.
    pub(crate) fn named(&self) -> bool {
        !self.record.is_empty() || self.dossier.is_some()
    }
}

/// The record, or what is to be told; nothing where that was told already.
pub(crate) fn of(args: &OfRecord) -> Result<Record, String> {
    let told = |what: &str, help: &str| format!("error: {what}\nhelp: {help}\n");
    let mut record = if args.record.is_empty() {
        Record::of([], the_brief(args)?)
    } else {
        let about = AboutArgs { published: None, outlet: None };
        let wanted = GatherArgs { files: args.record.clone(), dossier: None, brief: args.brief.clone(), about, jobs: None };
        match gather(&wanted).map_err(|e| told(&format!("the texts cannot be read: {e}"), "try again"))? {
            Ok(gathered) => gathered.record,
            Err(_) => return Err(String::new()),
        }
    };
    if let Some(path) = &args.dossier {
        let failed = |e: rapporteur_store::StoreError| {
            let problem = outside::Problem::from(e);
            told(&problem.what, &problem.help)
        };
        Store::open(path)
            .and_then(|store| {
                store.entries(0, &mut |row| {
                    record.append(row.entry()?);
                    Ok(())
                })
            })
            .map_err(failed)?;
    }
    Ok(record)
}

fn the_brief(args: &OfRecord) -> Result<Brief, String> {
    let told = |p: outside::Problem| format!("error: {}\nhelp: {}\n", p.what, p.help);
    match outside::brief(args.brief.as_deref(), &[]).map_err(told)? {
        Some((path, text)) => {
            brief::parse(&text).map_err(|e| format!("error: cannot use the brief `{}`: line {}: {}\nhelp: {}\n", path.display(), e.line, e.message, e.help))
        }
        None => Ok(Brief::default()),
    }
}
