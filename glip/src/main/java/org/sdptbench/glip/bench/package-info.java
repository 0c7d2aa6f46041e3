/**
 * How long parts of the backbone take.
 *
 * <p>A class answers one question, which its comment asks first. Where it compares two ways to
 * compute the same, {@link org.sdptbench.glip.bench.Agreement} checks in the set-up that they do
 * compute the same. Run with {@code sdptbench bench}; what is in other modules is measured there,
 * in packages of this name.
 */
@NullMarked
package org.sdptbench.glip.bench;

import org.jspecify.annotations.NullMarked;
