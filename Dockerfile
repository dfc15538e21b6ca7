# The linter alone: a static program in an empty image, run by nobody in particular.
#   docker build -t msk-lint .
#   docker run --rm -v "$PWD:/project:ro" msk-lint
FROM rust:1-alpine AS build
WORKDIR /source
COPY . .
# On Alpine programs are static. The grammars need the C compiler that the image has.
RUN cargo build --locked --profile dist --no-default-features --features languages --bin msk-lint

FROM scratch
COPY --from=build /source/target/dist/msk-lint /msk-lint
COPY LICENSE-APACHE LICENSE-MIT /
USER 65532:65532
WORKDIR /project
ENTRYPOINT ["/msk-lint"]
