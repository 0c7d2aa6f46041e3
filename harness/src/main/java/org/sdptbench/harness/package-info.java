/** See the README of the project for what this module is for. */
@NullMarked
package org.sdptbench.harness;

import org.jspecify.annotations.NullMarked;
