/** The packaged programs together, as users run them: separate processes, real media, real money of the test kind. */
package io.skyv.together;
