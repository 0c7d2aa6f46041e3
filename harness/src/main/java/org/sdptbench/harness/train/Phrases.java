package org.sdptbench.harness.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tokens of a caption speak for a class in a test. */
public enum Phrases {
  /** Those of its name, as in GLIP. */
  NAMES {
    @Override
    Map<Integer, List<Integer>> tokens(Prompt prompt) {
      Map<Integer, List<Integer>> tokens = new LinkedHashMap<>();
      for (int i = 0; i < prompt.labels().size(); i++) {
        tokens.put(prompt.labels().get(i), prompt.caption().positiveMap().positions().get(i));
      }
      return tokens;
    }
  },

  /**
   * As in SDPT's release, whose test finds the phrases anew in the caption's tokens ({@code
   * regenerate_positive_map}, modeling/detector/generalized_vl_rcnn.py L81-98): whatever stands
   * between two periods, the words around a name too; no more than 79 of them, so that COCO's 80th
   * class has none; and numbered from the first of each caption, so that of the second caption of a
   * data set on they speak for classes that they do not name.
   */
  RELEASE {
    @Override
    Map<Integer, List<Integer>> tokens(Prompt prompt) {
      Map<Integer, List<Integer>> tokens = new LinkedHashMap<>();
      List<Integer> phrase = new ArrayList<>();
      for (int place = 1; place < prompt.caption().tokens() && tokens.size() < MOST; place++) {
        int id = prompt.caption().ids().get(place);
        if (id != PERIOD && id != SEP) {
          phrase.add(place);
        } else if (!phrase.isEmpty()) {
          tokens.put(tokens.size(), List.copyOf(phrase));
          phrase.clear();
        }
      }
      return tokens;
    }
  };

  private static final int MOST = 79;
  private static final int PERIOD = 1012;
  private static final int SEP = 102;

  /** Places of tokens in a caption by the class that they speak for. */
  abstract Map<Integer, List<Integer>> tokens(Prompt prompt);
}
