# shellcheck shell=bash
# Downloads: resumed when interrupted, with visible progress, and taken only when the SHA-256 is the pinned one.

readonly FETCH_REPORT_SECONDS=10 # between progress lines when there is no terminal
readonly FETCH_POLL_SECONDS=0.5
readonly FETCH_CONNECT_SECONDS=20
readonly FETCH_ATTEMPTS_MAX=3
readonly FETCH_PAUSE_SECONDS=1
readonly HTTP_ERROR=22 RESUME_REFUSED=33 # exit statuses of curl
readonly MB=1000000

# fetch_pinned URL SHA256 FILE: leaves FILE with exactly that content, or refuses and leaves nothing.
fetch_pinned() {
  local url=$1 sha256=$2 file=$3 resumed=
  has_sha256 "$file" "$sha256" && return
  [[ ! -s $file.part ]] || resumed=yes
  fetch_all "$url" "$file.part"
  if [[ -n $resumed ]] && ! has_sha256 "$file.part" "$sha256"; then
    say "what was here already does not fit what came; starting over"
    rm -f "$file.part"
    fetch_all "$url" "$file.part"
  fi
  has_sha256 "$file.part" "$sha256" || refuse_download "$url" "$sha256" "$file.part"
  mv "$file.part" "$file"
}

refuse_download() {
  local found
  found=$(sha256sum <"$3" | cut -d' ' -f1)
  rm -f "$3"
  refuse "what came from $1 is not what was expected; it was deleted." \
    "expected SHA-256 $2" "but it has        $found" \
    "Try again; if it stays so, something between you and the vendor changes downloads:" \
    "install a JDK $JDK_MAJOR yourself and set SKYV_JAVA_HOME to it."
}

has_sha256() {
  [[ -f $1 ]] && echo "$2  $1" | sha256sum --check --status
}

fetch_all() {
  fetch "$@" || fail "the download did not come to its end: $1" \
    "Is the network there (a proxy goes into https_proxy)? The same command again goes on where this one stopped."
}

# Tries some times: each goes on where the one before broke off, or starts over if the server can't do that.
fetch() {
  local url=$1 part=$2 attempt status=0
  for ((attempt = 1; attempt <= FETCH_ATTEMPTS_MAX; attempt++)); do
    fetch_once "$url" "$part" && return
    status=$?
    if [[ ! -s $part ]]; then
      ((status != HTTP_ERROR)) || break
    elif ((status == RESUME_REFUSED || status == HTTP_ERROR)); then
      say "it can't go on where it stopped; starting over"
      rm -f "$part"
    fi
    sleep "$FETCH_PAUSE_SECONDS"
  done
  return 1
}

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
  local url=$1 part=$2
  if command -v curl >/dev/null; then
    curl -fsSL --connect-timeout "$FETCH_CONNECT_SECONDS" -C - -o "$part" "$url"
  else
    wget -q --tries=1 --connect-timeout="$FETCH_CONNECT_SECONDS" -c -O "$part" "$url"
  fi
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
  local part=$1 total=$2 launcher=$3 begun=$SECONDS every=$FETCH_REPORT_SECONDS start='' end=$'\n'
  if [[ -t 2 ]]; then
    every=1 start=$'\r' end=''
  fi
  while sleep "$FETCH_POLL_SECONDS" >/dev/null 2>&1 && kill -0 "$launcher" 2>/dev/null; do
    if ((SECONDS - begun >= every)); then
      begun=$SECONDS
      printf '%sskyv: %s%s' "$start" "$(describe_progress "$(size_of "$part")" "$total")" "$end" >&2
    fi
  done
}

describe_progress() {
  if (($2 > 0)); then
    echo "$(megabytes "$1") of $(megabytes "$2") MB ($(($1 * 100 / $2)) %)"
  else
    echo "$(megabytes "$1") MB"
  fi
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
