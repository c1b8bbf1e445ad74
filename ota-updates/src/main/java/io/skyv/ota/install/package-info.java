/**
 * From a repository to a firmware image on the disk: the smaller way if it works, else the larger. What comes out has the hash
 * that a signed manifest names, or is not there.
 */
@NullMarked
package io.skyv.ota.install;

import org.jspecify.annotations.NullMarked;
