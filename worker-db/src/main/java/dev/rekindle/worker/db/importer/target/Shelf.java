package dev.rekindle.worker.db.importer.target;

import java.sql.SQLException;
import java.util.List;

/** The databases of a server by their names, through a session that is in none of them. */
public interface Shelf {

  boolean exists(String name) throws SQLException;

  /** Makes an empty database with the options of another one, if that exists. */
  void create(String name, String like) throws SQLException;

  /** Removes a database; one that is gone already is fine. */
  void drop(String name) throws SQLException;

  /** Sessions of others that are in a database, for people. */
  List<String> visitors(String name) throws SQLException;

  /** Rights that it takes to swap a database and that the user lacks, for people. */
  List<String> missingRights(String live) throws SQLException;

  /**
   * Gives the name of the live database to the incoming one, and the outgoing name to what was
   * live. Whoever died in the middle of it is followed by somebody who goes on at the same step.
   */
  void exchange(String live, String incoming, String outgoing, Steps steps) throws SQLException;

  /** The steps of an exchange. Each begins by asking whether the attempt still holds the target. */
  interface Steps {

    /** The step that comes next; 0 for the first. */
    int next() throws SQLException;

    /** Ends the attempt when a higher token was seen; before each statement on the schema. */
    void confirm(String what) throws SQLException;

    /** Makes a change in one transaction with the record that its step has ended. */
    void ended(int step, HeldTarget.Change change) throws SQLException;

    /** The same for the last step. */
    void ended(HeldTarget.Change change) throws SQLException;
  }
}
