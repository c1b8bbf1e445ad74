# shellcheck shell=bash
# What the launcher tells its user. All of it goes to stderr: stdout belongs to the programs it runs.

readonly EXIT_FAILED=1  # something was tried and went wrong
readonly EXIT_REFUSED=2 # it can't work here, or was asked for something that isn't there

say() {
  printf 'skyv: %s\n' "$*" >&2 || true
}

# Further lines of the same message.
hint() {
  local line
  for line in "$@"; do
    printf '      %s\n' "$line" >&2 || true
  done
}

fail() {
  say "$1"
  hint "${@:2}"
  exit "$EXIT_FAILED"
}

refuse() {
  say "$1"
  hint "${@:2}"
  exit "$EXIT_REFUSED"
}

misused() {
  refuse "$@"
}

on_terminal() {
  [[ -t 0 && -t 2 ]]
}

# Asks on the terminal; anything but yes is no.
confirm() {
  local answer=
  printf 'skyv: %s [y/N] ' "$1" >&2
  read -r answer || true
  [[ $answer == [yY] || $answer == [yY][eE][sS] ]]
}
