# make run    serve a demonstration at http://127.0.0.1:8080 (ARGS="--nation" for the whole country)
# make clock  tell its business clock, or move it (AT=2023-03-06T00:00+07:00)
# make verify check its figures, ledgers and audit chains
# make test   everything that decides whether a change may land
# make faults the fault cases at their full size (ARGS=kill for some), with a table: target/faults.md
# make fuzz   everything the schema lets one ask, as every role: no failure of ours, no answer against the schema
# make bucket scans in a bucket that speaks S3
# make attack what hostile clients can do to a real server, with a table: target/attack.md
# make workbooks  the forms' workbooks, read by LibreOffice
# make lint   the quick part of it: form and clippy
# make deny   licences, bans and sources of what we stand on
# make check-all  test, and what takes too long for it
# make bench  how fast, side by side in one run; never part of a test

.PHONY: run clock verify test faults attack fuzz lint check check-all deny bench workbooks bucket

run:
	.ci/demo demo $(ARGS)

clock:
	@.ci/demo clock $(AT)

verify:
	@.ci/demo verify $(ARGS)

test: lint
	.ci/need postgresql redis-server faketime strace node python3 chromium poppler-utils
	.ci/npm tests/rxdb tests/edge tests/oidc
	cargo build --workspace --bins
	cargo test --workspace

faults:
	.ci/need postgresql redis-server faketime strace
	cargo build --release --workspace --bins
	@.ci/faults $(ARGS)

bucket:
	.ci/need postgresql python3-venv
	cargo build --workspace --bins
	@.ci/bucket

fuzz:
	.ci/need postgresql python3-venv
	cargo build --workspace --bins
	@.ci/fuzz

attack:
	.ci/need postgresql redis-server faketime strace node python3
	.ci/npm tests/rxdb tests/edge tests/oidc
	cargo build --workspace --bins
	cargo build --release -p otop-server --bins
	cargo run --release -p otop-tests --example attack

lint:
	.ci/need
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

check: test

check-all: test faults fuzz bucket attack workbooks deny

workbooks:
	.ci/need postgresql redis-server libreoffice-calc
	cargo build --workspace --examples
	"$${CARGO_TARGET_DIR:-target}/debug/examples/workbooks"

deny:
	.ci/need
	[ -x target/tools/bin/cargo-deny ] || cargo install cargo-deny --version 0.20.2 --locked --debug --root target/tools --target-dir target/tools
	target/tools/bin/cargo-deny check licenses bans sources

bench:
	.ci/need postgresql redis-server
	cargo build --release -p otop-server -p otop-sync --bins
	cargo bench --workspace
