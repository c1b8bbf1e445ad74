/** Terms of grants, and reports, in the database. */
@NullMarked
package io.skyv.control.grant.store;

import org.jspecify.annotations.NullMarked;
