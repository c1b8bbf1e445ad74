"""python-tuf as the other side: "read" is its client, "write" makes a repository.

read METADATA_URL TARGETS_URL ROOT_FILE DIRECTORY PATH   exits with 0 if PATH was fetched into DIRECTORY
write DIRECTORY                                          consistent snapshots, an Ed25519 delegation, boards/a/fw.bin
"""

import hashlib
import os
import sys
from datetime import datetime, timedelta, timezone

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.ngclient import Updater

FIRMWARE = b"written by python-tuf" * 1000
PATH = "boards/a/fw.bin"


def read(metadata_url, targets_url, root_file, directory, path):
    with open(root_file, "rb") as root:
        bootstrap = root.read()
    metadata = os.path.join(directory, "metadata")
    targets = os.path.join(directory, "targets")
    os.makedirs(metadata)
    os.makedirs(targets)
    updater = Updater(metadata, metadata_url, targets, targets_url, bootstrap=bootstrap)
    target = updater.get_targetinfo(path)
    if target is None:
        sys.exit(path + " is not in the repository")
    updater.download_target(target)


def write(directory):
    expires = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=30)
    keys = {role: CryptoSigner.generate_ed25519() for role in ("root", "snapshot", "timestamp", "maker")}
    keys["targets"] = CryptoSigner.generate_ecdsa()

    maker = Targets(expires=expires)
    maker.targets[PATH] = TargetFile.from_data(PATH, FIRMWARE, ["sha256"])
    targets = Targets(expires=expires)
    key = keys["maker"].public_key
    role = DelegatedRole("maker", [key.keyid], 1, True, paths=["boards/*/*"])
    targets.delegations = Delegations({key.keyid: key}, roles={"maker": role})
    snapshot = Snapshot(expires=expires)
    snapshot.meta = {"targets.json": MetaFile(1), "maker.json": MetaFile(1)}
    timestamp = Timestamp(expires=expires)
    root = Root(expires=expires, consistent_snapshot=True)
    for name in ("root", "targets", "snapshot", "timestamp"):
        root.add_key(keys[name].public_key, name)

    os.makedirs(os.path.join(directory, "metadata"))
    for name, signed in (
        ("maker", maker),
        ("targets", targets),
        ("snapshot", snapshot),
        ("timestamp", timestamp),
        ("root", root),
    ):
        metadata = Metadata(signed)
        metadata.sign(keys[name])
        file = "timestamp.json" if name == "timestamp" else f"1.{name}.json"
        metadata.to_file(os.path.join(directory, "metadata", file))
    os.makedirs(os.path.join(directory, "targets", "boards", "a"))
    digest = hashlib.sha256(FIRMWARE).hexdigest()
    with open(os.path.join(directory, "targets", "boards", "a", digest + ".fw.bin"), "wb") as file:
        file.write(FIRMWARE)


if __name__ == "__main__":
    {"read": read, "write": write}[sys.argv[1]](*sys.argv[2:])
