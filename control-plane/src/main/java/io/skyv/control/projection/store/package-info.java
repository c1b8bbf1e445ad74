/**
 * The projections in PostgreSQL: one thread writes them after the blocks, in transactions that name the block they begin
 * from, and everybody reads them page by page.
 */
@NullMarked
package io.skyv.control.projection.store;

import org.jspecify.annotations.NullMarked;
