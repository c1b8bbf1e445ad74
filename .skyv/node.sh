# shellcheck shell=bash
# Node with npm, which builds the pages that the control plane serves.

readonly NODE_MAJOR_MIN=18

NODE_PLACES=(/usr/bin /usr/local/bin /opt/node*/bin)

# Puts a Node that is new enough on the PATH.
ensure_node() {
  use_node && return
  install_packages "SKYV's pages need Node $NODE_MAJOR_MIN or newer with npm" nodejs npm
  use_node || fail "the system's Node is older than $NODE_MAJOR_MIN." \
    "Install Node $NODE_MAJOR_MIN or newer with npm yourself (nvm, or your system's backports) and put it on the PATH."
}

use_node() {
  local directory
  while IFS= read -r directory; do
    if is_node "$directory"; then
      [[ $(command -v node) == "$directory/node" && $(command -v npm) == "$directory/npm" ]] || PATH=$directory:$PATH
      return
    fi
  done < <(node_candidates)
  return 1
}

node_candidates() {
  local node
  if node=$(command -v node); then
    dirname "$node"
  fi
  printf '%s\n' "${NODE_PLACES[@]}"
  compgen -G "$HOME/.nvm/versions/node/*/bin" | sort -Vr || true
}

is_node() {
  local version
  [[ -x $1/node && -x $1/npm ]] || return 1
  version=$("$1/node" --version 2>/dev/null) || return 1
  version=${version#v}
  ((${version%%.*} >= NODE_MAJOR_MIN))
}
