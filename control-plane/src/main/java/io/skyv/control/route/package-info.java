/** Which box serves whom. Pure: takes the boxes as they are and says which one. */
@NullMarked
package io.skyv.control.route;

import org.jspecify.annotations.NullMarked;
