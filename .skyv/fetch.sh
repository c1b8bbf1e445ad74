# shellcheck shell=bash
# Downloads: resumed when interrupted, with visible progress, and taken only when the SHA-256 is the pinned one.

readonly FETCH_REPORT_SECONDS=10 # between progress lines when there is no terminal
readonly FETCH_CONNECT_SECONDS=20
readonly MB=1000000

# fetch_pinned URL SHA256 FILE: leaves FILE with exactly that content, or refuses and leaves nothing.
fetch_pinned() {
  local url=$1 sha256=$2 file=$3
  has_sha256 "$file" "$sha256" && return
  if ! fetch "$url" "$file.part"; then
    fail "the download was interrupted: $url" \
      "Run the same command again: it goes on where this stopped (${file}.part)."
  fi
  if ! has_sha256 "$file.part" "$sha256"; then
    local found
    found=$(sha256sum <"$file.part" | cut -d' ' -f1)
    rm -f "$file.part"
    refuse "what came from $url is not what was expected; it was deleted." \
      "expected SHA-256 $sha256" "but it has        $found" \
      "Try again; if it stays so, something between you and the vendor changes downloads:" \
      "install a JDK $JDK_MAJOR yourself and set SKYV_JAVA_HOME to it."
  fi
  mv "$file.part" "$file"
}

has_sha256() {
  [[ -f $1 ]] && echo "$2  $1" | sha256sum --check --status
}

# A server that can't resume, or a part that is longer than the file, means to start over, once.
fetch() {
  local url=$1 part=$2
  fetch_once "$url" "$part" && return
  local status=$?
  ((status == RESUME_REFUSED)) && [[ -s $part ]] || return "$status"
  say "it can't go on where it stopped; starting over"
  rm -f "$part"
  fetch_once "$url" "$part"
}

readonly RESUME_REFUSED=33 # curl's own number for it

fetch_once() {
  local url=$1 part=$2 total watcher status=0
  total=$(content_length "$url")
  say "$(describe_download "$url" "$part" "$total")"
  watch_download "$part" "${total:-0}" $$ &
  watcher=$!
  transfer "$url" "$part" || status=$?
  kill "$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
  ((status != 0)) || say "$(megabytes "$(size_of "$part")") MB are here"
  return "$status"
}

describe_download() {
  local size="size unknown" already
  [[ -z $3 ]] || size="$(megabytes "$3") MB"
  already=$(size_of "$2")
  ((already == 0)) || size+=", $(megabytes "$already") MB of them are here already"
  echo "downloading $1 ($size)"
}

transfer() {
  local url=$1 part=$2 status=0
  if command -v curl >/dev/null; then
    curl -fsSL --retry 3 --connect-timeout "$FETCH_CONNECT_SECONDS" -C - -o "$part" "$url" || status=$?
    ((status != 22)) || status=$RESUME_REFUSED # an HTTP error: also 416, the part is as long as the file or longer
    return "$status"
  fi
  wget -q --tries=3 --connect-timeout="$FETCH_CONNECT_SECONDS" -c -O "$part" "$url" || return "$RESUME_REFUSED"
}

content_length() {
  if command -v curl >/dev/null; then
    curl -fsSIL --connect-timeout "$FETCH_CONNECT_SECONDS" "$1" 2>/dev/null
  else
    wget --spider -S --tries=1 --connect-timeout="$FETCH_CONNECT_SECONDS" "$1" 2>&1
  fi | tr -d '\r' | awk 'tolower($1) == "content-length:" { length_ = $2 } END { print length_ }' || true
}

# Reports until it is killed or the launcher, whose pid is the third argument, is gone.
watch_download() {
  local part=$1 total=$2 launcher=$3 pause=$FETCH_REPORT_SECONDS start='' end=$'\n'
  if [[ -t 2 ]]; then
    pause=1 start=$'\r' end=
  fi
  while sleep "$pause" >/dev/null 2>&1 && kill -0 "$launcher" 2>/dev/null; do
    if ((total > 0)); then
      printf '%sskyv: %s of %s MB (%d %%)%s' "$start" "$(megabytes "$(size_of "$part")")" "$(megabytes "$total")" \
        "$(($(size_of "$part") * 100 / total))" "$end" >&2
    else
      printf '%sskyv: %s MB%s' "$start" "$(megabytes "$(size_of "$part")")" "$end" >&2
    fi
  done
}

size_of() {
  stat -c %s "$1" 2>/dev/null || echo 0
}

megabytes() {
  echo $((($1 + MB / 2) / MB))
}

# Something must be able to download.
ensure_downloader() {
  command -v curl >/dev/null || command -v wget >/dev/null ||
    install_packages "downloading needs curl" curl ca-certificates
}
