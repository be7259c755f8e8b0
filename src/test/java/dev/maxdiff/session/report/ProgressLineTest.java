package dev.maxdiff.session.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ProgressLine line =
      new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  @Test
  void linesArePrintedAboveTheBar() {
    line.accept("bar");

    line.above("text");

    assertThat(printed()).isEqualTo("\r\u001b[2Kbar\r\u001b[2Ktext\nbar");
  }

  @Test
  void outputOfTheBarAfterItsCloseIsIgnored() {
    line.accept("bar");

    line.close();
    line.accept("late");

    assertThat(printed()).endsWith("bar\r\u001b[2K");
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
