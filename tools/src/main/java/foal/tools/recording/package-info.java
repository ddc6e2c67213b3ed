/**
 * Recordings: files from which a run is repeated. {@link foal.tools.recording.Recorder} and
 * {@link foal.tools.recording.Replayer} are the two journals of {@link foal.kernel.outside.Journal}; the file's format is said at
 * {@link foal.tools.recording.RecordingFile}.
 */
package foal.tools.recording;
