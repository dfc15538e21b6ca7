//! The command `msk-lint`.

fn main() -> std::process::ExitCode {
    msk_lint::cli::main(std::env::args_os())
}
