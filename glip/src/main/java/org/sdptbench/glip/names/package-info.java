/**
 * Guesses which name was meant: of tensors, settings, methods, files. It is here because all
 * modules stand on this one.
 */
@NullMarked
package org.sdptbench.glip.names;

import org.jspecify.annotations.NullMarked;
