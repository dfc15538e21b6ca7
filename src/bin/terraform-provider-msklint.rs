//! The Terraform provider `msklint`.

/// What is released is linked with a C library whose own allocator is slow.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    msk_lint::provider::main(std::env::args_os())
}
