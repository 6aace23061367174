// Scenarios: named files of rules and states. Written for the API of the engine.
export function Scenarios() {
  return null;
}
export function ScenarioScreen(_: { name: string }) {
  return null;
}
