/**
 * Picto, the embedded data: scenes with boxes, rendered on the spot from pictographs that Maven
 * brings, the same pixels for the same name and number on every machine.
 *
 * <h2>Suites</h2>
 *
 * <p>{@link org.sdptbench.harness.data.picto.Picto#open} is the way in. Category names are the
 * prompts; image, category and annotation ids begin at 1; an annotation's area is its number of
 * visible pixels.
 *
 * <ul>
 *   <li>{@code picto-pretrain} ({@link org.sdptbench.harness.data.picto.PictoPretrain}): an endless
 *       stream of scenes of about 200 base nouns in two drawing styles over textures, with simple
 *       changes of the picture (grey, tint, blur, noise, silhouettes), an endless stream of single
 *       objects, and 300 unseen scenes each to validate and to test.
 *   <li>{@code picto-coco}: twenty base nouns as a coarse print on old paper. The old task.
 *   <li>{@code picto-lvis}: forty nouns in lamp-lit rooms, twelve {@linkplain
 *       org.sdptbench.harness.data.picto.Frequency frequent}, fourteen common, fourteen rare in
 *       training, all equally often in the test split; most of the rare ones never occur in
 *       pre-training.
 *   <li>{@code picto-odinw13/TASK}: thirteen tasks that follow ODinW-13 in theme and number of
 *       classes. No drawing of their classes and none of their places occurs in pre-training.
 *   <li>{@code picto-tuning/TASK}: Kitchen (four nouns, objects of middling size) and Insects (five
 *       nouns, small and partly hidden objects). Learning rates are chosen on their validation
 *       splits, and no table shows them. Their nouns, drawings and places occur in no other suite.
 * </ul>
 *
 * <p>Aerial (tiny objects) and Pothole (a shape unlike any drawing) are limited by the backbone
 * rather than by meaning, and kept as such. In Mushrooms one name misleads, in Vehicles the names
 * of several things are merged into one, in VOC known things have other names and drawings.
 *
 * <h2>Rendering</h2>
 *
 * <p>A scene is a {@code Style} (backdrop, look, layout, effects) applied to a list of items with a
 * {@code SceneRandom} seeded from the split's name and the scene's number. Objects are painted from
 * back to front; one is never put where it would hide too much of another, so every object drawn
 * for a class is also annotated, and its box is the extent of the pixels that it owns. Outlines of
 * icons are read from the font's tables. All rendering is plain Java arithmetic in strict floating
 * point with {@link java.lang.StrictMath}, because native image loops differ between machines and
 * Java2D's rasteriser between Java releases. {@code datasets.lock} pins {@linkplain
 * org.sdptbench.harness.data.picto.PictoDigest digests} at 128 pixels.
 *
 * <h2>Tables</h2>
 *
 * <p>{@code picto/nouns.csv} lists the base nouns, {@code picto/tasks.csv} the classes of the
 * tasks, with the drawings of each: {@code emoji:NAME}, {@code mdi:NAME}, {@code fa:NAME}, {@code
 * shape:NAME}, and {@code noun:NAME} for all drawings of a base noun.
 */
@NullMarked
package org.sdptbench.harness.data.picto;

import org.jspecify.annotations.NullMarked;
