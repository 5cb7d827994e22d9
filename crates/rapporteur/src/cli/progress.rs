//! The bar that shows how far a long reading is.
//!
//! Decides: when it shows. It is drawn on standard error, on a terminal, for more than one document, and never between the lines of the output.

use crate::outside;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// A bar, or nothing where none can be shown.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar for several inputs whose output comes while they are read.
    pub(crate) fn beside_output(several: bool) -> Progress {
        Progress::shown(several && outside::can_show_progress() && !outside::output_is_seen())
    }

    /// A bar for several inputs of which nothing is told before all are read.
    pub(crate) fn before_output(several: bool) -> Progress {
        Progress::shown(several && outside::can_show_progress())
    }

    fn shown(shown: bool) -> Progress {
        if !shown {
            return Progress(None);
        }
        let style = ProgressStyle::with_template("{spinner} {pos} documents read ({per_sec}), {elapsed}").unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ProgressBar::new_spinner().with_style(style);
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(Some(bar))
    }

    /// One document more.
    pub(crate) fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    /// Runs `f`, which writes on the terminal, while the bar is out of the way.
    pub(crate) fn aside(&self, f: impl FnOnce()) {
        match &self.0 {
            Some(bar) => bar.suspend(f),
            None => f(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
