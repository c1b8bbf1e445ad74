/**
 * TUF metadata as records: roots, timestamps, snapshots, targets and who may sign them (TUF specification 1.0.34, §4).
 * Reading checks the form, {@link io.skyv.ota.metadata.Authority} the signatures; nothing here knows time, disk or network.
 */
@NullMarked
package io.skyv.ota.metadata;

import org.jspecify.annotations.NullMarked;
