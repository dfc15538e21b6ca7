//! The command `msk-lint`.

/// Evaluation makes and drops many small values, on all cores at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    msk_lint::cli::main(std::env::args_os())
}
