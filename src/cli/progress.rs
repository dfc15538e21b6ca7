//! How far a run is, on a terminal; and how long each part of it took, for `-v`.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::Arguments;
use crate::analysis::{Follow, Stage};

/// What takes less is over before anybody could read how far it is.
const PATIENCE: Duration = Duration::from_millis(300);
const TICK: Duration = Duration::from_millis(100);

/// One run, part by part.
pub(super) struct Progress {
    parts: Mutex<Vec<(&'static str, Instant)>>,
    shown: Mutex<Option<Shown>>,
}

/// What is shown on the terminal, once it takes long.
struct Shown {
    bar: ProgressBar,
    /// Dropped when there is nothing to wait for any more.
    waiting: Option<Sender<()>>,
    waiter: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to follow a run.
    pub(super) fn new(arguments: &Arguments) -> Self {
        let is_wanted = !arguments.no_progress && !arguments.quiet && std::env::var_os("CI").is_none();
        let shown = (is_wanted && io::stderr().is_terminal()).then(Shown::new);
        Self { parts: Mutex::default(), shown: Mutex::new(shown) }
    }

    /// A part of the run begins; `items` is how many things it has to do, none where nobody knows.
    pub(super) fn part(&self, name: &'static str, items: usize) {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner).push((name, Instant::now()));
        if let Some(shown) = &*self.shown.lock().unwrap_or_else(PoisonError::into_inner) {
            shown.begin(name, items);
        }
    }

    /// Leaves the terminal to what is found.
    pub(super) fn hide(&self) {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// The parts with the time each took; the last took until now.
    pub(super) fn times(&self) -> Vec<(&'static str, Duration)> {
        let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = parts.iter().skip(1).map(|(_, began)| *began).chain([Instant::now()]);
        parts.iter().zip(ends).map(|((name, began), end)| (*name, end - *began)).collect()
    }
}

impl Follow for Progress {
    fn begins(&self, stage: Stage, items: usize) {
        let name = match stage {
            Stage::Files => "searching files",
            Stage::Roots => "evaluating root modules",
            Stage::Clients => "reading clients",
        };
        self.part(name, items);
    }

    fn did_one(&self) {
        if let Some(shown) = &*self.shown.lock().unwrap_or_else(PoisonError::into_inner) {
            shown.bar.inc(1);
        }
    }
}

impl Shown {
    fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let (sender, receiver) = channel();
        let waiting_bar = bar.clone();
        let waiter = std::thread::Builder::new().spawn(move || {
            if receiver.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                waiting_bar.set_draw_target(ProgressDrawTarget::stderr());
                waiting_bar.enable_steady_tick(TICK);
            }
        });
        Self { bar, waiting: Some(sender), waiter: waiter.ok() }
    }

    fn begin(&self, name: &'static str, items: usize) {
        let template = if items > 0 { "{spinner} {msg} {pos} of {len}" } else { "{spinner} {msg}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.set_message(name);
        self.bar.set_length(items as u64);
        self.bar.set_position(0);
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.waiting.take();
        if let Some(waiter) = self.waiter.take() {
            let _ = waiter.join();
        }
        self.bar.finish_and_clear();
    }
}
