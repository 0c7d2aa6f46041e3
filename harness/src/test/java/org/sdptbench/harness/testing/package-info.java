/** Stand-ins for methods, data and training, so that all else can be tested by itself. */
@NullMarked
package org.sdptbench.harness.testing;

import org.jspecify.annotations.NullMarked;
