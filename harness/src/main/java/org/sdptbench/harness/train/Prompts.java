package org.sdptbench.harness.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sdptbench.glip.text.Caption;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.ClassPrompt;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.WrittenPrompts;

/** Captions for the classes of a data set. */
public final class Prompts {
  private Prompts() {}

  /** As below, each class by its name. */
  public static List<Prompt> of(Captions captions, List<Category> categories, int atMost) {
    return of(captions, categories, WrittenPrompts.NONE, atMost);
  }

  /**
   * Captions that together hold all classes in order.
   *
   * @param written how classes stand in them
   * @param atMost most classes in one caption
   */
  public static List<Prompt> of(
      Captions captions, List<Category> categories, WrittenPrompts written, int atMost) {
    List<ClassPrompt> classes = categories.stream().map(written::of).toList();
    List<Prompt> prompts = new ArrayList<>();
    int next = 0;
    for (Caption caption : captions.chunks(classes, atMost)) {
      int first = next;
      next += caption.classes();
      prompts.add(new Prompt(caption, IntStream.range(first, next).boxed().toList()));
    }
    return prompts;
  }
}
