package dev.maxdiff.broker.paper;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Keeps faults that were planned off the console: Akka's server takes them for errors of its own.
 * The audit log tells of each.
 */
public final class PlannedFaultFilter extends Filter<ILoggingEvent> {

  @Override
  public FilterReply decide(ILoggingEvent event) {
    boolean planned =
        event.getThrowableProxy() instanceof ThrowableProxy proxy
            && proxy.getThrowable() instanceof PlannedFault;
    return planned ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
