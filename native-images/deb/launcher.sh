#!/bin/sh
# @TITLE@: "@PACKAGE@ --help" says what it can do. Its service is @PACKAGE@.service, its configuration in /etc/skyv.
set -eu

# The service manager gives it user and configuration; from a terminal it takes both itself.
if [ -z "${INVOCATION_ID-}" ]; then
  if [ -r /etc/skyv/@NAME@.env ]; then
    set -a
    # shellcheck source=/dev/null
    . /etc/skyv/@NAME@.env
    set +a
  fi
  if [ "$(id -u)" = 0 ]; then
    INVOCATION_ID=terminal exec setpriv --reuid=@PACKAGE@ --regid=@PACKAGE@ --init-groups "$0" "$@"
  fi
fi
export SKYV_DATA="${SKYV_DATA:-/var/lib/@PACKAGE@}"
exec @COMMAND@ "$@"
