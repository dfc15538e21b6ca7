//! Log lines on standard error in the form that hosts read, and crashes in the form that they show.

use std::io::Write;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Writes one line of the log.
pub(super) fn write(level: &str, message: &str) {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let line = serde_json::json!({
        "@level": level,
        "@message": message,
        "@module": "msklint",
        "@timestamp": timestamp(since),
    });
    // A host that no longer listens is about to end this process.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// `2026-01-31T12:00:00.000000Z`: hosts want exactly six decimals.
fn timestamp(since: Duration) -> String {
    let date = u32::try_from(since.as_secs() / 86_400).ok().and_then(crate::date::Date::from_unix_days);
    let date = date.map_or_else(|| "1970-01-01".to_owned(), |date| date.to_string());
    let seconds = since.as_secs() % 86_400;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{date}T{hours:02}:{minutes:02}:{seconds:02}.{:06}Z", since.subsec_micros())
}

/// Makes the host show a crash with its place, as it does for plugins of its own kind.
pub(super) fn report_crashes() {
    std::panic::set_hook(Box::new(|info| {
        let _ = writeln!(std::io::stderr(), "panic: {info}\n\n{}", std::backtrace::Backtrace::force_capture());
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_have_six_decimals() {
        assert_eq!(timestamp(Duration::from_micros(1_790_000_000_000_120)), "2026-09-21T14:13:20.000120Z");
        assert_eq!(timestamp(Duration::ZERO), "1970-01-01T00:00:00.000000Z");
    }
}
