/** Small random models for tests of methods, in this module and in those that build on it. */
@NullMarked
package org.sdptbench.glip.testing;

import org.jspecify.annotations.NullMarked;
