# The linter alone: a static program in an empty image, run by nobody in particular.
#   docker build -t msk-lint .
#   docker run --rm -v "$PWD:/project:ro" msk-lint
# For build servers that run their steps in a shell, with git for --new-from-rev:
#   docker build --target ci -t msk-lint:ci .
FROM rust:1-alpine AS build
WORKDIR /source
COPY . .
# On Alpine programs are static. The grammars need the C compiler that the image has.
RUN cargo build --locked --profile dist --no-default-features --features languages --bin msk-lint

FROM alpine:3 AS ci
# hadolint ignore=DL3018
RUN apk add --no-cache git && git config --system --add safe.directory '*'
COPY --from=build /source/target/dist/msk-lint /usr/bin/msk-lint
COPY LICENSE-APACHE LICENSE-MIT /usr/share/licenses/msk-lint/
WORKDIR /project
ENTRYPOINT ["msk-lint"]

FROM scratch
COPY --from=build /source/target/dist/msk-lint /msk-lint
COPY LICENSE-APACHE LICENSE-MIT /
USER 65532:65532
WORKDIR /project
ENTRYPOINT ["/msk-lint"]
