# shellcheck shell=bash
# What ./skyv help prints.

help() {
  case ${1:-} in
    '') help_overview ;;
    demo) help_demo ;;
    verify) help_verify ;;
    mvn) help_mvn ;;
    board) help_board ;;
    selftest) help_selftest ;;
    release) help_release ;;
    tuf-client) help_tuf_client ;;
    *) misused "there is no command '$1'" "./skyv help lists them" ;;
  esac
}

say_version() {
  local version
  version=$(sed -n 's/^  <version>\(.*\)<\/version>.*/\1/p' "$SKYV_ROOT/pom.xml")
  echo "SKYV ${version:-of unknown version}"
}

help_overview() {
  cat <<END
SKYV, an open network of home boxes for live video.

  ./skyv demo         control plane and two boxes on this machine: watch a camera in the browser
  ./skyv verify       build everything and run all tests
  ./skyv release      make signed releases: keys, roots, delegations to makers, a repository
  ./skyv tuf-client   the update client alone, by the command line of the TUF conformance suite
  ./skyv mvn ARGS     Maven $MAVEN_WANTED on JDK $JDK_MAJOR, with ARGS as they are
  ./skyv board        for makers: write and check the profile of a board
  ./skyv selftest     the launcher's own tests
  ./skyv help [COMMAND]
  ./skyv --version

It finds JDK $JDK_MAJOR, Maven and Node, or brings them, and says what it downloads. docs/launcher.md tells
where it looks and which variables change that.
END
}

help_demo() {
  cat <<END
./skyv demo [OPTIONS] [Maven's -D…, -P…, -o, -s FILE]

Builds what is needed, then runs a control plane, a box with a camera and boxes that relay it, each a process
of its own on 127.0.0.1, until Ctrl-C. What dies is restarted. A second start finds its data again.

  --camera SPEC   test (default: a test picture), /dev/videoN, rtsp:// rtmp:// srt:// …, or a media file
  --boxes N       boxes, 1 to $BOXES_MAX (default $BOXES_DEFAULT): the first has the camera, the others relay
  --data DIR      where all of it is kept (default $SKYV_ROOT/data)
  --port P        the page's port (default $PORT_DEFAULT); the others move along: TLS P+$TLS_OFFSET, boxes P+$((BOX_OFFSET + 1))…
  --native        boxes are the native executable (building it needs GRAALVM_HOME, or SKYV_TOOLCHAIN)
  --no-build      run what was built before
  --open          open the page in a browser when it is ready
END
}

help_verify() {
  cat <<END
./skyv verify [Maven's arguments]

Builds all modules and runs all tests: mvn verify in $SKYV_ROOT, wherever it is called from.
END
}

help_mvn() {
  cat <<END
./skyv mvn ARGS

Runs Maven $MAVEN_WANTED on JDK $JDK_MAJOR with ARGS as they are, in the directory it is called from when that is
inside the checkout, else at the checkout's top.
END
}

help_board() {
  cat <<END
./skyv board init [--like PROFILE] [--dir DIR] [--set KEY=VALUE]... [--yes]
    asks what a board is, and writes ID.json; it begins as PROFILE (default raspberry-pi-4).
    --set answers a question beforehand, --yes keeps the rest as it is and asks nothing
./skyv board check FILE...
    names file, line and rule of each fault; exit status 1 if there is one
./skyv board draw DIR
    writes the drawings of the documents

docs/maker tells more.
END
}

help_selftest() {
  cat <<END
./skyv selftest [PATTERN]

Tests the launcher itself, without network: those whose name contains PATTERN, or all.
END
}

help_tuf_client() {
  cat <<END
./skyv tuf-client --metadata-dir DIR init ROOT_FILE
./skyv tuf-client --metadata-dir DIR --metadata-url URL refresh
./skyv tuf-client --metadata-dir DIR --metadata-url URL --target-name PATH [--target-name PATH]… \\
                  --target-dir DIR --target-base-url URL download

The client by which boxes find and check releases, against any TUF repository: init stores a root that you trust,
refresh brings all metadata to its newest, download fetches targets. It ends with 0 if all was done, else with 1 and
one line that says why. It is built by its first call, and by the first after a change.
END
}

help_release() {
  cat <<END
./skyv release key FILE [--token LABEL]                    make a key, under a passphrase or in a PKCS#11 token
./skyv release init DIR --root KEY… --threshold N --targets KEY… --online KEY
./skyv release add DIR IMAGE PATH --version X.Y.Z --profiles BOARD… --components NAME=VERSION… --sbom FILE
    --notes LANGUAGE=FILE… [--minimum X.Y.Z] [--counter N] [--deltas N] [--role ROLE]
                                                           a release into the directory PATH of the next targets:
                                                           image, deltas from the last N releases (3), manifest
./skyv release add DIR FILE PATH [--role ROLE]             a file, as it is
./skyv release remove DIR PATH [--role ROLE]               a file that is listed no more
./skyv release delegate DIR ROLE --keys KEY… --paths PATTERN… [--threshold N]   let a maker sign for its boards
./skyv release revoke DIR ROLE                             take that back
./skyv release rotate DIR ROLE [--remove KEY…] [--add KEY…] [--threshold N]   who signs root, targets, snapshot, timestamp
./skyv release sign DIR ROLE --key KEY                     your signature under a draft
./skyv release publish DIR [--online KEY]                  what is signed, if clients will take it; without the key,
                                                           the control plane that keeps DIR is asked to
./skyv release renew DIR --online KEY                      the timestamp's date alone
./skyv release show DIR                                    what is published, and what waits for whom

Each says what it does before it does it, and what comes next. docs/operator/releases.md has the runbooks: first setup,
a release, where the control plane publishes, keys in a token, a maker, a lost key, a stolen key, an expired root.
END
}
