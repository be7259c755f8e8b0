package dev.maxdiff.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The page lists exactly the cases that no longer hold, each with its harm. */
@DisabledIfSystemProperty(
    named = "maxdiff.vectors",
    matches = ".+",
    disabledReason = "other vectors are given; the page lists those of the project")
class DeviationsPageTest {

  private static final Pattern CASE = Pattern.compile("`([a-z_]+: [^`]+)`");

  private static List<String> rows() throws IOException {
    String page = Files.readString(Path.of("src/site/markdown/hazards.md"));
    String list = page.substring(page.indexOf("## Vectors that no longer hold"));
    return list.lines().filter(line -> line.startsWith("| `")).toList();
  }

  @Test
  void thePageListsEveryCaseThatNoLongerHolds() throws IOException {
    List<String> listed =
        rows().stream()
            .map(row -> row.substring(0, row.indexOf(" | ")))
            .flatMap(cell -> CASE.matcher(cell).results().map(found -> found.group(1)))
            .toList();

    assertThat(listed).containsExactlyInAnyOrderElementsOf(deviating());
  }

  @Test
  void eachRowNamesTheHarm() throws IOException {
    for (String row : rows()) {
      Matcher cells = Pattern.compile("\\| ([^|]+)").matcher(row);
      assertThat(cells.results().map(cell -> cell.group(1).strip()).toList())
          .as(row)
          .hasSize(4)
          .allMatch(cell -> cell.length() > 10);
    }
  }

  private static List<String> deviating() {
    return VectorCase.all().stream()
        .filter(one -> Arrays.stream(Deviations.values()).anyMatch(reason -> reason.appliesTo(one)))
        .map(one -> one.group() + ": " + one.name())
        .toList();
  }
}
