# make run    serve a demonstration at http://127.0.0.1:8080 (ARGS="--nation" for the whole country)
# make test   everything that decides whether a change may land
# make lint   the quick part of it: form and clippy
# make bench  how fast, side by side in one run; never part of a test

.PHONY: run test lint check bench

run:
	.ci/demo $(ARGS)

test: lint
	.ci/need postgresql redis-server
	cargo build --workspace --bins
	cargo test --workspace

lint:
	.ci/need
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

check: test

bench:
	.ci/need postgresql redis-server
	cargo build --release --workspace --bins
	cargo bench --workspace
