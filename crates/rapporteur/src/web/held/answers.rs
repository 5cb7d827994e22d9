//! Answers that follow from one state of the record, worked out once.
//!
//! Decides: how long an answer is kept. Must not know: what is asked.

use super::lock;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// No more answers are kept of one state.
const MOST: usize = 160;
/// No more quotations over all answers that are kept: with what names it, each takes about two hundred bytes, and a kilobyte once it is shown. What
/// the pages of a hundred thousand documents ask for takes some eighty thousand; with less room, each would push another out.
const HEAVIEST: usize = 160_000;

/// What was asked of one state of the record, with the answers. Those asked for longest ago go first.
#[derive(Debug, Default)]
pub(super) struct Answers {
    kept: Mutex<Kept>,
}

/// A question: the kind of its answer, its words.
type Question = (TypeId, String);

#[derive(Debug, Default)]
struct Kept {
    all: HashMap<Question, One>,
    turn: u64,
}

#[derive(Debug)]
struct One {
    /// An `OnceLock<Arc<T>>` of the kind of answer.
    answer: Arc<dyn Any + Send + Sync>,
    weight: usize,
    /// When it was asked for last.
    turn: u64,
}

impl Answers {
    /// The answer to a question. Whoever asks first works it out, whoever asks meanwhile waits for it. `weigh` counts its quotations.
    pub(super) fn once<T: Send + Sync + 'static>(&self, question: &str, make: impl FnOnce() -> T, weigh: impl FnOnce(&T) -> usize) -> Arc<T> {
        let question = (TypeId::of::<T>(), question.to_owned());
        let cell: Arc<OnceLock<Arc<T>>> = lock(&self.kept).cell(&question);
        let answer = cell.get_or_init(|| Arc::new(make())).clone();
        lock(&self.kept).weigh(&question, weigh(&answer) + 1);
        answer
    }
}

impl Answers {
    /// Works an answer out anew when it is next asked for.
    pub(super) fn forget<T: 'static>(&self, question: &str) {
        lock(&self.kept).all.remove(&(TypeId::of::<T>(), question.to_owned()));
    }
}

impl Kept {
    fn cell<T: Send + Sync + 'static>(&mut self, question: &Question) -> Arc<OnceLock<Arc<T>>> {
        self.turn += 1;
        let empty = || One { answer: Arc::new(OnceLock::<Arc<T>>::new()), weight: 0, turn: 0 };
        let one = self.all.entry(question.clone()).or_insert_with(empty);
        one.turn = self.turn;
        // The kind of the answer is part of the question, so it is always this one.
        one.answer.clone().downcast().unwrap_or_default()
    }

    /// Notes how heavy an answer is, and lets others go where it is too much. The one that was asked for last stays.
    fn weigh(&mut self, question: &Question, weight: usize) {
        if let Some(one) = self.all.get_mut(question) {
            one.weight = weight;
        }
        while self.all.len() > 1 && (self.all.len() > MOST || self.all.values().map(|o| o.weight).sum::<usize>() > HEAVIEST) {
            let Some(oldest) = self.all.iter().min_by_key(|(_, o)| o.turn).map(|(q, _)| q.clone()) else { return };
            self.all.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn an_answer_is_worked_out_once_however_many_ask() {
        let (answers, times) = (Answers::default(), AtomicUsize::new(0));
        let ask = || {
            let make = || {
                std::thread::sleep(std::time::Duration::from_millis(20));
                times.fetch_add(1, Ordering::SeqCst) + 7
            };
            *answers.once("how many", make, |_| 1)
        };
        let found: Vec<usize> = std::thread::scope(|s| (0..8).map(|_| s.spawn(ask)).collect::<Vec<_>>().into_iter().map(|t| t.join().unwrap()).collect());
        assert_eq!((found, times.load(Ordering::SeqCst)), (vec![7; 8], 1));
        assert_eq!(*answers.once("how many", || "words".to_owned(), |_| 1), "words", "an answer of another kind is another");
    }

    #[test]
    fn what_was_not_asked_for_longest_goes_first() {
        let answers = Answers::default();
        let ask = |question: &str, weight: usize| {
            let mut made = false;
            answers.once(
                question,
                || {
                    made = true;
                    weight
                },
                |w| *w,
            );
            made
        };
        assert!(ask("a", HEAVIEST / 2) && ask("b", HEAVIEST / 3) && !ask("a", 0));
        assert!(ask("c", HEAVIEST / 3));
        assert!(!ask("a", 0) && ask("b", 1), "b was asked for before a");
        for i in 0..3 * MOST {
            assert!(ask(&format!("q{i}"), 0));
        }
        assert!(lock(&answers.kept).all.len() <= MOST);
        assert!(ask("heavier than all may be", 2 * HEAVIEST) && !ask("heavier than all may be", 0));
    }
}
