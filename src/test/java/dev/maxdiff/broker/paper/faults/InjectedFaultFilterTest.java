package dev.maxdiff.broker.paper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

class InjectedFaultFilterTest {

  @Test
  void onlyWhatWasPlannedIsKeptOffTheConsole() {
    assertThat(decided(new InjectedFaultException("no answer"))).isEqualTo(FilterReply.DENY);
    assertThat(decided(new IllegalStateException("broken"))).isEqualTo(FilterReply.NEUTRAL);
    assertThat(decided(null)).isEqualTo(FilterReply.NEUTRAL);
  }

  private static FilterReply decided(Throwable failure) {
    LoggerContext context = new LoggerContext();
    var event =
        new LoggingEvent("here", context.getLogger("akka"), Level.ERROR, "words", failure, null);
    return new InjectedFaultFilter().decide(event);
  }
}
