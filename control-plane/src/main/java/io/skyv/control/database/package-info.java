/**
 * Where everything is kept: an external PostgreSQL by its URL, or one that is brought along, lives in the data directory
 * and is started and stopped with the control plane. All of it happens before Quarkus starts.
 */
@NullMarked
package io.skyv.control.database;

import org.jspecify.annotations.NullMarked;
