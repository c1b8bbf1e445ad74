/**
 * The economy made durable: operations become hash-chained blocks, written by whoever holds the lease, told when they are
 * kept, and replayed by whoever comes next. Knows no framework, no database, no thread and no clock: it is driven.
 */
@NullMarked
package io.skyv.control.journal;

import org.jspecify.annotations.NullMarked;
