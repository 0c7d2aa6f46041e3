package org.sdptbench.harness.data.picto;

import java.util.List;

/**
 * A rendering.
 *
 * @param backdrop what is behind the objects
 * @param look how objects are coloured
 * @param layout how they are placed
 * @param effects what happens to the picture afterwards, in order
 */
record Style(Backdrop backdrop, Look look, Layout layout, List<Effect> effects) {}
