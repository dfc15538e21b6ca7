//! The Terraform provider `msklint`.

fn main() -> std::process::ExitCode {
    msk_lint::provider::main(std::env::args_os())
}
