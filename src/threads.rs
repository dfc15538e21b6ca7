//! One job for each of many items, on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

/// Stack of the threads that parse and evaluate: deep nesting is bounded, but not shallow.
pub(crate) const STACK: usize = 256 << 20;

/// How many cores there are for the program. To find out means to read what a container allows.
static CORES: LazyLock<usize> = LazyLock::new(|| std::thread::available_parallelism().map_or(1, |cores| cores.get()));

/// Does a job for each item, on as many threads as there are cores, results in the order of the items.
pub fn on_all_cores<T: Sync, R: Send>(items: &[T], job: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, R)>> = Mutex::default();
    let cores = CORES.min(items.len());
    let work = || {
        while let Some((index, item)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            items.get(index).map(|item| (index, item))
        } {
            let result = job(item);
            results.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..cores {
            // A thread that cannot be started leaves its work to the others.
            let started = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            drop(started);
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
