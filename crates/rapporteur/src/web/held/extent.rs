//! How much of the record is seen.
//!
//! Decides: which record an earlier day shows: the one that this dossier had learnt by then, or the one of the texts that were published by then; and
//! the record of what people confirmed. Must not know: pages, addresses.

use super::{Answers, Known, Snapshot};
use crate::desk::negotiation;
use jiff::civil::Date;
use rapporteur_record::Record;
use rapporteur_store::Alike;
use std::sync::Arc;

/// How much of the record is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    /// What this dossier had learnt by the end of this day.
    pub(crate) as_of: Option<Date>,
    /// What was published by the end of this day, whenever it was learnt.
    pub(crate) published_until: Option<Date>,
    /// Only what a person confirmed or put right.
    pub(crate) confirmed: bool,
}

impl Snapshot {
    /// As much of the record as is asked for. A narrower record is kept like an answer of the wider one, and goes when others are asked for more.
    pub(crate) fn seen(&self, extent: Extent) -> Arc<Known> {
        let mut known = self.known(extent.as_of);
        if let Some(day) = extent.published_until {
            known = known.narrowed(&format!("texts published until {day}"), |r| r.published_until(day));
        }
        if extent.confirmed {
            known = known.confirmed();
        }
        known
    }
}

impl Known {
    /// Names that mean one in this record.
    pub(crate) fn alike(&self) -> Arc<Alike> {
        self.once("names that mean one", negotiation::alike, |_| self.record.sum().parties.len() / 10)
    }

    /// The same with nothing claimed in it but what a person confirmed or put right.
    pub(crate) fn confirmed(&self) -> Arc<Known> {
        self.narrowed("what people confirmed", Record::confirmed)
    }

    fn narrowed(&self, question: &str, narrow: impl FnOnce(&Record) -> Record) -> Arc<Known> {
        let make = |record: &Record| Known { as_of: self.as_of, record: Arc::new(narrow(record)), answers: Answers::default(), pool: self.pool.clone() };
        self.once(question, make, |k| k.record.kept().len())
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::dossier::{self, Hand, Wish};
    use crate::web::trial::{get, harbour};
    use axum::http::StatusCode;
    use rapporteur_record::entry::{Bond, Named, Verdict, What};
    use serde_json::Value;

    const PAGES: [&str; 7] = ["/matrix", "/timeline", "/contested", "/figures", "/actors", "/proposals", "/changes"];

    fn hand() -> Hand {
        Hand { by: "A. Berg".to_owned(), now: "2031-04-02T10:00:00Z".parse().unwrap() }
    }

    fn accept(web: &crate::web::Web, document: &str, id: &str) {
        let wish = Wish { document: document.to_owned(), id: id.to_owned(), verdict: Verdict::Accept, comment: None, after: None };
        dossier::decide(&mut web.held.writer(), &hand(), wish).unwrap();
    }

    #[tokio::test]
    async fn an_earlier_day_is_asked_for_by_either_clock() {
        let (web, [reads, ..]) = harbour("clocks");
        for page in PAGES {
            let count = async |question: &str| {
                let came = get(&web, &format!("{page}.json?{question}"), &reads).await;
                serde_json::from_str::<Value>(&came.body).unwrap()["documents"].as_u64().unwrap()
            };
            let all = count("").await;
            assert!(all > 3, "{page}");
            assert_eq!(count("as_of=2031-03-05").await, 0, "{page}: nothing had been added by then");
            assert_eq!(count("published_until=2031-03-04").await, 3, "{page}: three had been published by then");
            assert_eq!(count("published_until=2031-03-04&as_of=2031-04-01").await, 3, "{page}");
            assert_eq!(count("published_until=2040-01-01").await, all, "{page}");
            assert_eq!(get(&web, &format!("{page}.csv?published_until=2031-03-04"), &reads).await.status, StatusCode::OK, "{page}");
        }
        let came = get(&web, "/matrix?published_until=2031-03-04", &reads).await.body;
        assert!(came.contains("Only texts published until the end of") && came.contains("published_until=2031-03-04"), "{came}");
        let came = get(&web, "/matrix.json?published_until=2031-03-04", &reads).await.body;
        assert!(!came.contains("withdraws"), "that came later: {came}");
        for named in ["/actor?name=Port+Council&", "/proposal?label=second+draft+on+harbour+dues&", "/report.html?"] {
            assert_eq!(get(&web, &format!("{named}published_until=2031-03-04"), &reads).await.status, StatusCode::OK, "{named}");
        }
        for path in
            ["/api/v1/matrix", "/api/v1/timeline", "/api/v1/contested", "/api/v1/figures", "/api/v1/actors", "/api/v1/changes", "/api/v1/actors/Port%20Council"]
        {
            let since = if path.ends_with("changes") { "since=2031-01-01&" } else { "" };
            let came = get(&web, &format!("{path}?{since}published_until=2031-03-04"), &reads).await;
            let told: Value = serde_json::from_str(&came.body).unwrap();
            assert_eq!((&told["published_until"], &told["documents"]), (&"2031-03-04".into(), &3.into()), "{path}: {told}");
        }
        assert_eq!(get(&web, "/matrix?published_until=soon", &reads).await.status, StatusCode::BAD_REQUEST);
    }

    #[tokio::test]
    async fn what_people_confirmed_can_be_seen_alone() {
        let (web, [reads, ..]) = harbour("confirmed");
        let rows = async |question: &str| {
            let came = get(&web, &format!("/api/v1/positions?{question}"), &reads).await;
            serde_json::from_str::<Value>(&came.body).unwrap()["count"].as_u64().unwrap()
        };
        assert!(rows("").await > 2 && rows("status=confirmed").await == 0);
        accept(&web, "c", "x1");
        assert_eq!(rows("status=confirmed").await, 1);
        let page = get(&web, "/matrix?status=confirmed", &reads).await.body;
        assert!(page.contains("Port Council") && !page.contains("Dock Union") && page.contains("class=\"sign confirmed\""), "{page}");
        let whole = get(&web, "/matrix", &reads).await.body;
        assert!(whole.contains("class=\"sign confirmed\"") && whole.contains("class=\"sign machine\"") && whole.contains("Dock Union"), "{whole}");
        let timeline = get(&web, "/timeline", &reads).await.body;
        assert!(timeline.contains("class=\"sign confirmed\"") && timeline.contains("class=\"sure"), "{timeline}");
        let alone: Value = serde_json::from_str(&get(&web, "/timeline.json?status=confirmed", &reads).await.body).unwrap();
        assert_eq!(alone["items"], 1, "{alone}");
    }

    #[tokio::test]
    async fn the_tables_of_matrix_and_changes_hold_what_their_pages_show() {
        let (web, [reads, ..]) = harbour("tables");
        let table = async |path: &str| {
            let body = get(&web, path, &reads).await.body;
            csv::Reader::from_reader(body.as_bytes()).records().map(|r| r.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        let all = get(&web, "/matrix.csv", &reads).await.body;
        assert!(all.starts_with("kind,matter,proposal,") && all.contains("Dock Union") && all.contains("CONTESTED"), "{all}");
        let some = get(&web, "/matrix.csv?party=port", &reads).await.body;
        assert!(some.contains("Port Council") && !some.contains("Dock Union"), "{some}");
        let page = get(&web, "/matrix?party=port", &reads).await.body;
        assert!(page.contains("class=\"cell\"") && !page.contains("party=Dock+Union"), "{page}");
        let none = get(&web, "/matrix?stance=demands", &reads).await.body;
        assert!(none.contains("No cell is so") && get(&web, "/matrix?stance=odd", &reads).await.status == StatusCode::BAD_REQUEST, "{none}");
        let of_stance: Value = serde_json::from_str(&get(&web, "/api/v1/matrix?stance=rejects&proposal=harbour", &reads).await.body).unwrap();
        assert!(of_stance.to_string().contains("supports"), "a cell keeps its other claims: {of_stance}");
        let changes = table("/changes.csv?since=2031-01-01").await;
        for what in ["stance", "contested", "proposal", "figure", "event"] {
            assert!(changes.iter().any(|r| r[0] == what), "{what}: {changes:?}");
        }
    }

    #[tokio::test]
    async fn a_search_counts_joined_names_as_one_and_finds_what_was_confirmed() {
        let (web, [reads, ..]) = harbour("alike");
        let found = async |question: &str| serde_json::from_str::<Value>(&get(&web, &format!("/search.json?{question}"), &reads).await.body).unwrap();
        let names = ["Lena Marsk", "Ivo Brandt"].map(|name| Named { name: name.to_owned(), document: None }).to_vec();
        let before = found("speaker=Lena+Marsk").await["count"].as_u64().unwrap();
        dossier::write(&mut web.held.writer(), &hand(), What::Actors { names, bond: Bond::Join }).unwrap();
        let joined = found("speaker=Lena+Marsk").await;
        let also = found("speaker=Ivo+Brandt").await;
        assert!(joined["count"].as_u64().unwrap() > before && joined["count"] == also["count"], "{joined}");
        let all = found("").await;
        let speakers = all["facets"].as_array().unwrap().iter().find(|f| f["name"] == "speaker").unwrap()["values"].to_string();
        assert!(speakers.contains("Lena Marsk") != speakers.contains("Ivo Brandt"), "one facet: {speakers}");
        assert_eq!(found("status=confirmed").await["count"], 0);
        accept(&web, "c", "x1");
        assert_eq!(found("status=confirmed").await["count"], 1, "something that is said in it was confirmed");
        let hit = &found("words=otherwise+OR+rejects&status=confirmed").await["hits"][0];
        let sentence: String = hit["sentence"].as_array().unwrap().iter().map(|b| b["words"].as_str().unwrap()).collect();
        assert!(sentence.contains("said its chair, Ivo Brandt, and nobody was told otherwise."), "{hit}");
        let page = get(&web, "/search?words=draft", &reads).await.body;
        assert!(page.contains("said its chair, Ivo Brandt"), "{page}");
    }

    #[tokio::test]
    async fn a_brief_that_the_dossier_keeps_is_known_to_every_page_until_a_later_one() {
        let (web, [reads, ..]) = harbour("brief");
        let brief = |name: &str| format!("[[party]]\nname = \"{name}\"\naliases = [\"Port Council\"]\n");
        for (name, now) in [("Harbour Council", "2031-04-02T10:00:00Z"), ("Council of the Port", "2031-04-03T10:00:00Z")] {
            let hand = || Hand { now: now.parse().unwrap(), ..hand() };
            assert!(dossier::brief(&mut web.held.writer(), &hand(), &brief(name)).unwrap().is_some());
            assert!(dossier::brief(&mut web.held.writer(), &hand(), &brief(name)).unwrap().is_none(), "the same again says nothing");
            for path in ["/matrix", "/actors", "/report.html", "/search?party=Port+Council"] {
                let body = get(&web, path, &reads).await.body;
                assert!(body.contains(name), "{path} knows {name}: {body}");
            }
        }
        let history = get(&web, "/review/history", &reads).await;
        assert!(history.status == StatusCode::OK && history.body.contains("gave a brief"), "{}", history.body);
    }

    #[tokio::test]
    async fn what_is_counted_in_the_ledger_is_counted_again_after_each_entry_and_not_before() {
        let (web, _) = harbour("counted");
        let store = web.held.reader().unwrap();
        let times = std::cell::Cell::new(0);
        let decided = || {
            web.held.counted(&store, "decisions", |store| {
                times.set(times.get() + 1);
                Ok(store.decisions(None, None)?.len())
            })
        };
        assert_eq!((*decided().unwrap(), *decided().unwrap(), times.get()), (0, 0, 1));
        accept(&web, "c", "x1");
        assert_eq!((*decided().unwrap(), *decided().unwrap(), times.get()), (1, 1, 2));
        let failed = web.held.counted(&store, "nothing", |store| store.text_of(rapporteur_record::EntryId::parse(&"0".repeat(32)).unwrap()).map(|t| t.len()));
        assert!(failed.is_err(), "what cannot be counted says so");
        assert_eq!(*web.held.counted(&store, "nothing", |_| Ok(7_usize)).unwrap(), 7, "and is tried again");
    }

    #[tokio::test]
    async fn what_stands_at_one_place_of_a_lane_is_one_mark_and_no_item_is_lost() {
        let (web, [reads, ..]) = harbour("marks");
        let body: Value = serde_json::from_str(&get(&web, "/timeline.json", &reads).await.body).unwrap();
        let count = |lane: &Value| lane["marks"].as_array().unwrap().iter().map(|m| m["count"].as_u64().unwrap()).sum::<u64>();
        let lanes = body["lanes"].as_array().unwrap();
        let drawn: u64 = lanes.iter().filter(|l| l["kind"] != "proposal").map(count).sum();
        assert_eq!(drawn, body["items"].as_u64().unwrap(), "{body}");
        for lane in lanes {
            let mut places: Vec<String> =
                lane["marks"].as_array().unwrap().iter().map(|m| format!("{}{}{}{}{}", m["from"], m["to"], m["said"], m["sign"], m["own"])).collect();
            let all = places.len();
            places.sort();
            places.dedup();
            assert!(places.len() == all || lane["kind"] == "proposal", "{lane}");
        }
    }
}
