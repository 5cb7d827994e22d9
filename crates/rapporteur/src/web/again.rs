//! Pages that are asked for again and again.
//!
//! Decides: which pages of a new state of the record are made before anybody sees it, so that nobody waits for them. Must not know: what a page says.

use super::access::Known;
use super::held::Snapshot;
use super::page;
use super::{Role, Shared, Visitor};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Handle;
use tower::ServiceExt;

/// So many pages are made beforehand, and so many are counted.
const MADE: usize = 24;
const COUNTED: usize = 500;
/// The pages that are made whether or not anybody asked for them: whoever comes in the morning looks at one of them first.
const FIRST: [&str; 8] = ["/", "/matrix", "/timeline", "/contested", "/figures", "/actors", "/proposals", "/changes"];

/// The state that a page is made of before others see it.
#[derive(Clone, Debug)]
pub(super) struct Beforehand(pub(super) Arc<Snapshot>);

/// How often each page was asked for of late: its address, and whether by somebody who may decide.
#[derive(Debug, Default)]
pub(crate) struct Again {
    asked: Mutex<HashMap<(String, Role), u32>>,
}

impl Again {
    /// Notes that a page was asked for.
    pub(super) fn note(&self, address: &str, role: Role) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(times) = asked.get_mut(&(address.to_owned(), role)) {
            *times = times.saturating_add(1);
        } else if asked.len() < COUNTED {
            asked.insert((address.to_owned(), role), 1);
        }
    }

    /// The pages asked for most, in order; what was asked for earlier counts half from now on.
    fn often(&self) -> Vec<(String, Role)> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<(u32, (String, Role))> = asked.iter().map(|(page, times)| (*times, page.clone())).collect();
        all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        asked.values_mut().for_each(|times| *times /= 2);
        asked.retain(|_, times| *times > 0);
        all.into_iter().map(|(_, page)| page).take(MADE).collect()
    }
}

/// Makes the pages that are asked for most, and those that most look at first, of a state that nobody saw yet.
pub(super) fn make(web: &Shared, handle: &Handle, snapshot: &Arc<Snapshot>) {
    let router = page::routes().with_state(web.clone());
    page::prepare(snapshot);
    for (address, role) in web.again.often() {
        one(&router, handle, &address, role, snapshot);
    }
    // What was made already is there, and takes no time.
    for address in FIRST {
        one(&router, handle, address, Role::Review, snapshot);
    }
}

/// Makes the pages that most look at first, of the state that is shown; begins to add up what came later.
pub(super) fn first(web: &Shared, handle: &Handle) {
    let Ok(standing) = web.held.latest() else { return };
    let router = page::routes().with_state(web.clone());
    page::prepare(&standing.snapshot);
    for address in FIRST {
        one(&router, handle, address, Role::Review, &standing.snapshot);
    }
}

/// Makes one page. What cannot be made now is told to whoever asks for it.
fn one(router: &Router, handle: &Handle, address: &str, role: Role, snapshot: &Arc<Snapshot>) -> Option<StatusCode> {
    let mut request = Request::get(address).body(Body::empty()).ok()?;
    request.extensions_mut().insert(Visitor { name: String::new(), role, known: Known::Here });
    request.extensions_mut().insert(Beforehand(snapshot.clone()));
    handle.block_on(router.clone().oneshot(request)).ok().map(|page| page.status())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::trial::harbour;

    #[tokio::test(flavor = "multi_thread")]
    async fn pages_are_made_of_a_state_that_nobody_saw_yet() {
        let (web, _) = harbour("again");
        let (handle, snapshot) = (Handle::current(), web.held.latest().unwrap().snapshot);
        let statuses = tokio::task::spawn_blocking(move || {
            let router = page::routes().with_state(web.clone());
            FIRST.map(|address| (address, one(&router, &handle, address, Role::Review, &snapshot)))
        });
        for (address, status) in statuses.await.unwrap() {
            assert_eq!(status, Some(StatusCode::OK), "{address}");
        }
    }

    #[test]
    fn what_is_asked_for_most_comes_first_and_old_wishes_fade() {
        let again = Again::default();
        (0..3).for_each(|_| again.note("/matrix", Role::Review));
        (0..5).for_each(|_| again.note("/contested", Role::Read));
        again.note("/figures", Role::Read);
        let names = |all: Vec<(String, Role)>| all.into_iter().map(|(page, _)| page).collect::<Vec<_>>();
        assert_eq!(names(again.often()), ["/contested", "/matrix", "/figures"]);
        assert_eq!(names(again.often()), ["/contested", "/matrix"], "asked for once, and not since");
        (0..2 * COUNTED).for_each(|n| again.note(&format!("/matrix?party={n}"), Role::Read));
        assert!(again.asked.lock().unwrap().len() <= COUNTED && again.often().len() == MADE);
    }
}
