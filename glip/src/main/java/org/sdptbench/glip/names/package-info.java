/** Guesses of names: of tensors, settings, methods, files. */
@NullMarked
package org.sdptbench.glip.names;

import org.jspecify.annotations.NullMarked;
